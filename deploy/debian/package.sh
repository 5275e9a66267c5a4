#!/bin/sh
# Builds the Debian package: package.sh GATEWAY SIMULATOR TARGET.deb [COMPRESSION], from the root of the repository.
set -eu
gateway=$1 simulator=$2 target=$3 compression=${4:-xz}
here=deploy/debian
# Whoever builds it for others says who they are: MAINTAINER="Name <address>".
maintainer=${MAINTAINER:-Nha Rong <nha-rong@nha-rong.invalid>}
version=$(sed -n 's/.*number = "\([^"]*\)".*/\1/p' Sources/Gateway/ProgramVersion.swift | head -1)
# A version with a suffix behind a dash is before the one without; dpkg writes that with a tilde.
version=$(echo "$version" | sed 's/-/~/')
architecture=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

install -d "$root/DEBIAN" "$root/usr/lib/nha-rong" "$root/usr/bin" "$root/etc/nha-rong" "$root/lib/systemd/system" \
    "$root/usr/share/doc/nha-rong" "$root/usr/share/man/man1" "$root/usr/share/bash-completion/completions"
install -m 755 "$gateway" "$root/usr/lib/nha-rong/gateway"
install -m 755 "$simulator" "$root/usr/lib/nha-rong/simulator"
install -m 755 "$here/gateway-upgrade" "$root/usr/lib/nha-rong/gateway-upgrade"
ln -s ../lib/nha-rong/gateway "$root/usr/bin/nha-rong"
ln -s ../lib/nha-rong/simulator "$root/usr/bin/nha-rong-simulator"

cp -r config/services config/communes config/replies.yaml config/targets.yaml intents "$root/etc/nha-rong/"
sed -e 's|\.\./var/gateway.sqlite|/var/lib/nha-rong/data/gateway.sqlite|' \
    -e 's|\.\./keys/gateway.key|/var/lib/nha-rong/keys/gateway.key|' \
    -e 's|intents: \.\./intents|intents: intents|' config/gateway.yaml > "$root/etc/nha-rong/gateway.yaml"
find "$root/etc" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
chmod 640 "$root/etc/nha-rong/gateway.yaml"

for unit in deploy/systemd/*; do
    sed -e 's|/opt/nha-rong/gateway|/usr/lib/nha-rong/gateway|' -e 's|man:gateway(1)|man:nha-rong(1)|' "$unit" > "$root/lib/systemd/system/$(basename "$unit")"
done
"$gateway" --generate-completion-script bash | sed -e 's/\bgateway\b/nha-rong/g' -e '1{/^#!/d}' \
    > "$root/usr/share/bash-completion/completions/nha-rong"
install -d "$root/usr/share/zsh/vendor-completions" "$root/usr/share/fish/vendor_completions.d"
"$gateway" --generate-completion-script zsh | sed 's/\bgateway\b/nha-rong/g' \
    > "$root/usr/share/zsh/vendor-completions/_nha-rong"
"$gateway" --generate-completion-script fish | sed 's/\bgateway\b/nha-rong/g' \
    > "$root/usr/share/fish/vendor_completions.d/nha-rong.fish"
install -d "$root/usr/share/doc/nha-rong/examples"
cp deploy/proxy/Caddyfile deploy/proxy/nginx.conf deploy/prometheus/*.yml deploy/prometheus/consoles/nharong.html \
    deploy/grafana/nharong.json \
    "$root/usr/share/doc/nha-rong/examples/"
gzip -9n < "$here/nha-rong.1" > "$root/usr/share/man/man1/nha-rong.1.gz"
ln -s nha-rong.1.gz "$root/usr/share/man/man1/nha-rong-simulator.1.gz"
install -D -m 644 "$here/lintian-overrides" "$root/usr/share/lintian/overrides/nha-rong"
install -m 644 "$here/copyright" "$root/usr/share/doc/nha-rong/copyright"
{
    echo "nha-rong ($version) stable; urgency=medium"
    echo
    echo "  * See CHANGELOG.md of the source."
    echo
    echo " -- $maintainer  $(date -R -d "@$(git log -1 --format=%ct 2>/dev/null || date +%s)")"
} | gzip -9n > "$root/usr/share/doc/nha-rong/changelog.gz"
find "$root/usr" "$root/lib" -type f ! -path "*/usr/lib/nha-rong/*" -exec chmod 644 {} +

size=$(du -sk --exclude=DEBIAN "$root" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s|@MAINTAINER@|$maintainer|" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" "$here/control" \
    > "$root/DEBIAN/control"
(cd "$root" && find etc -type f | sed 's|^|/|' | sort) > "$root/DEBIAN/conffiles"
(cd "$root" && find usr lib -type f -exec md5sum {} +) > "$root/DEBIAN/md5sums"
for script in preinst postinst prerm postrm; do install -m 755 "$here/$script" "$root/DEBIAN/$script"; done
dpkg-deb --build --root-owner-group -Z"$compression" "$root" "$target"
