# Shared by the scripts in tools/: one sentence per failure, and a place for the cache.

fail() {
    printf 'triptych: %s\n' "$*" >&2
    exit 1
}

say() {
    printf 'triptych: %s\n' "$*" >&2
}

cacheFolder() {
    printf '%s/triptych' "${XDG_CACHE_HOME:-$HOME/.cache}"
}

requireSupportedSystem() {
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] ||
        fail "this build needs Linux on x86-64, but this is $(uname -s) on $(uname -m); use such a machine or a container."
    command -v apt-get >/dev/null ||
        fail "this set-up installs Debian packages, but apt-get is missing; use Debian 12 or Ubuntu 24.04."
    local id version
    id=$(. /etc/os-release && printf '%s' "${ID:-}")
    version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
    case "$id-$version" in
        debian-12 | ubuntu-24.04) ;;
        *) fail "only Debian 12 and Ubuntu 24.04 are supported, but this is $id $version; use one of them or a container." ;;
    esac
}

# requireFreeSpace FOLDER MEBIBYTES
requireFreeSpace() {
    local folder=$1 free
    mkdir -p "$folder" 2>/dev/null || fail "cannot create $folder; make it writable or set XDG_CACHE_HOME."
    free=$(df --output=avail -m "$folder" | tail -n 1 | tr -d ' ')
    [ "$free" -ge "$2" ] || fail "$folder has $free MiB free, but $2 MiB are needed; free some space or set XDG_CACHE_HOME."
}

# failDownload WHAT LOG: says why pip could not bring it.
failDownload() {
    local what=$1 log=$2
    if grep -qi 'hash' "$log"; then
        fail "a downloaded file ($what) does not have the expected SHA-256 and was thrown away; run this again, and report it if it repeats."
    elif grep -qi 'no space left' "$log"; then
        fail "the disk filled up while downloading $what; free some space and run this again."
    elif grep -q 'CERTIFICATE_VERIFY_FAILED' "$log"; then
        fail "the package index shows a certificate that is not trusted here; set PIP_CERT to your network's certificate file and run this again."
    else
        fail "$what could not be downloaded ($(tail -n 1 "$log")); check the network connection and run this again."
    fi
}
