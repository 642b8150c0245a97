package org.pairboot.it.firmware.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.Command;

/**
 * The certificate of a laboratory's server, by an authority of its own.
 *
 * @param authority the certificate to trust
 */
public record Certificates(Path authority, Path certificate, Path key) {

  /** Makes new ones for the address of a server. */
  public static Certificates make(Path directory, String address) {
    Path authority = directory.resolve("authority.pem");
    Path authorityKey = directory.resolve("authority.key");
    Path certificate = directory.resolve("server.pem");
    Path key = directory.resolve("server.key");
    openssl(
        List.of(
            "-subj",
            "/CN=Laboratory",
            "-addext",
            "keyUsage=critical,keyCertSign",
            "-keyout",
            authorityKey.toString(),
            "-out",
            authority.toString()));
    openssl(
        List.of(
            "-subj",
            "/CN=" + address,
            "-addext",
            "subjectAltName=IP:" + address,
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-CA",
            authority.toString(),
            "-CAkey",
            authorityKey.toString(),
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString()));
    return new Certificates(authority, certificate, key);
  }

  private static void openssl(List<String> options) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "openssl",
                "req",
                "-x509",
                "-nodes",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-days",
                "2"));
    line.addAll(options);
    Command.run(line).succeeded();
  }
}
