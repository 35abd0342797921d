// Judges each file given by veraPDF as PDF/A-3a; prints the faults of each after its name.

import java.io.File;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class ValidatePdf {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            try (PDFAParser parser =
                            Foundries.defaultInstance()
                                    .createParser(new File(file), PDFAFlavour.PDFA_3_A);
                    PDFAValidator validator =
                            Foundries.defaultInstance()
                                    .createValidator(PDFAFlavour.PDFA_3_A, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println(file + "\t" + result.getTotalAssertions() + " checks");
                TreeSet<String> faults = new TreeSet<>();
                for (TestAssertion one : result.getTestAssertions()) {
                    if (one.getStatus() == TestAssertion.Status.FAILED) {
                        faults.add(one.getRuleId().getClause() + " " + one.getMessage());
                    }
                }
                if (!result.isCompliant() && faults.isEmpty()) {
                    faults.add("not compliant");
                }
                for (String fault : faults) {
                    System.out.println(file + "\t" + fault.replaceAll("\\s+", " "));
                }
            }
        }
    }
}
