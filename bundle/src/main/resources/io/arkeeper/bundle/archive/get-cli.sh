#!/bin/sh
# Unpacks the arkeeper command from the bundle this script came out of. Needs tar and gzip, no Java:
#   tar -xf FILE.ark get-cli.sh && sh get-cli.sh FILE.ark [DIRECTORY]
set -eu
file=${1:?usage: sh get-cli.sh FILE.ark [DIRECTORY]}
directory=${2:-.}
blob=blobs/sha256/@HEX@

if command -v sha256sum >/dev/null; then
    found=$(tar -xOf "$file" "$blob" | sha256sum)
    if [ "${found%% *}" != @HEX@ ]; then
        echo "error: $file does not have the command this script is for, or is damaged; copy it again" >&2
        exit 11
    fi
fi
mkdir -p "$directory"
tar -xOf "$file" "$blob" | tar -xzf - -C "$directory"
"$directory/@FOLDER@/bin/arkeeper" --version >/dev/null
echo "$directory/@FOLDER@/bin/arkeeper"
