package org.pairboot.it.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server certificate and the test authority that signed it.
 *
 * @param authority the certificate to trust
 */
public record Certificates(Path authority, Path certificate, Path key) {

  /** Creates new ones for the address of a server. */
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

  /** The same certificate, but self-signed and expired since yesterday. */
  public Certificates expired() {
    Command.run(
            List.of(
                "openssl",
                "x509",
                "-in",
                certificate.toString(),
                "-signkey",
                key.toString(),
                "-days",
                "-1",
                "-out",
                certificate.toString()))
        .succeeded();
    return this;
  }

  /**
   * Writes a Java trust store with the authority; returns the JVM options that select it.
   *
   * @param store the file to write
   */
  public String trustedIn(Path store) {
    String password = "changeit";
    Command.run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-importcert",
                "-noprompt",
                "-file",
                authority.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                password))
        .succeeded();
    return "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
        .formatted(store, password);
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
