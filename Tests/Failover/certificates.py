"""A certificate authority for one try, by openssl: certificates of machines, which stand for servers and for clients."""

from pathlib import Path

from machines import run


class Authority:
    def __init__(self, folder, name="Nha Rong try"):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.certificate = self.folder / "ca.pem"
        self._key = self.folder / "ca.key"
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3",
            "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", self._key, "-out",
            self.certificate)

    def issue(self, folder, name, file="machine"):
        """FILE.pem, FILE.key and FILE-both.pem, which is what haproxy reads, for a host name."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        certificate, key, request = folder / f"{file}.pem", folder / f"{file}.key", folder / f"{file}.csr"
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}",
            "-keyout", key, "-out", request)
        extensions = folder / f"{file}.ext"
        extensions.write_text(f"subjectAltName=DNS:{name}\nextendedKeyUsage=serverAuth,clientAuth\n", encoding="utf-8")
        run("openssl", "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial",
            "-days", "2", "-extfile", extensions, "-out", certificate)
        for path in (request, extensions):
            path.unlink()
        (folder / f"{file}-both.pem").write_bytes(certificate.read_bytes() + key.read_bytes())
        (folder / "ca.pem").write_bytes(self.certificate.read_bytes())
        return folder
