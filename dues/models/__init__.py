"""There is a basis, an assessment, a payment, and always …"""

from dues.models.bases import Basis, BasisItem, Relief
from dues.models.ledger import Assessment, Payment, Unpaid

__all__ = ["Assessment", "Basis", "BasisItem", "Payment", "Relief", "Unpaid"]
