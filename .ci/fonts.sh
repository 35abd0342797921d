#!/usr/bin/env bash
# fonts.sh: makes the fonts of documents in $FONTS_DIR (var/fonts), so that a second call is instant.
#
# stamp holds a digest of the recipe and of the administrators' own fonts; whenever either differs
# the fonts are made anew. 仿宋 and 楷体 come out of a Debian package that is downloaded but not
# installed, since installing it brings all of TeX.
set -euo pipefail
cd "$(dirname "$0")/.."
source .ci/system.sh
fonts=${FONTS_DIR:-var/fonts}
kept=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/fandol
package=texlive-lang-chinese

digest() {
    { cat .ci/fonts.sh branches/documents/typefaces.py branches/documents/foundry.py
      find "$fonts/own" -type f -exec sha256sum {} + 2>/dev/null | sort || true
    } | sha256sum
}

is_whole() { [ -f "$1/FandolFang-Regular.otf" ] && [ -f "$1/FandolKai-Regular.otf" ]; }

# Leaves the two fonts and their licence in the folder $1.
download() {
    local refresh=(apt-get update -qq)
    if [ "$(id -u)" -ne 0 ]; then refresh=(sudo -n "${refresh[@]}"); fi
    (
        cd "$1"
        apt-get download -qq "$package" 2>/dev/null \
            || { "${refresh[@]}" || true; apt-get download -qq "$package"; }
        dpkg-deb --fsys-tarfile "$package"_*.deb | tar --extract --wildcards --transform 's|.*/||' \
            '*/fandol/FandolFang-Regular.otf' '*/fandol/FandolKai-Regular.otf' \
            '*/fandol/README' '*/fandol/COPYING*'
        rm "$package"_*.deb
    )
}

if [ -f "$fonts/stamp" ] && [ "$(digest)" = "$(cat "$fonts/stamp")" ]; then exit 0; fi
echo "Making fonts in $fonts/ ..."
mkdir -p "$fonts"
rm -f "$fonts/stamp"
found=$kept
if ! is_whole "$kept"; then
    found=$(mktemp -d)
    trap 'rm -rf "$found"' EXIT
    chmod 755 "$found"
    download "$found"
    # Kept for the next checkout where there is a place for it; nothing depends on that.
    { mkdir -p "$kept" && cp "$found"/* "$kept"/; } 2>/dev/null || true
fi
.venv/bin/python manage.py fonts "$found" --verbosity 0
digest >"$fonts/stamp"
