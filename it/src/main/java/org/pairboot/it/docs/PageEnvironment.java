package org.pairboot.it.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pairboot.it.lab.Command;

/**
 * What the machines of all pages share: files, and the Internet hosts that the pages name.
 *
 * @param files the directory of the files that the pages mention
 * @param trust the directory of the Internet server's certificate, its key, and the Java trust
 *     store
 * @param hosts every host name in a URL of a page
 */
record PageEnvironment(Path files, Path trust, Set<String> hosts) {
  private static final Pattern URL = Pattern.compile("https?://(?:[^/@\\s]*@)?([a-z][a-z0-9.-]*)");
  private static final char[] PASSWORD = "changeit".toCharArray();

  /** Creates it in an empty directory. */
  static PageEnvironment make(Path directory, List<DocumentPage> pages) {
    try {
      Path files = Files.createDirectory(directory.resolve("files"));
      Path trust = Files.createDirectory(directory.resolve("trust"));
      Set<String> hosts = hosts(pages);
      new DocumentFiles(files, directory).makeAll();
      certify(trust, hosts);
      return new PageEnvironment(files, trust, hosts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> hosts(List<DocumentPage> pages) {
    Set<String> hosts = new TreeSet<>();
    pages.stream()
        .flatMap(page -> page.blocks().stream())
        .filter(Block::isShell)
        .flatMap(block -> URL.matcher(block.text()).results())
        .forEach(url -> hosts.add(url.group(1)));
    hosts.remove("localhost");
    return hosts;
  }

  private static void certify(Path trust, Set<String> hosts)
      throws IOException, GeneralSecurityException {
    Path certificate = trust.resolve("certificate.pem");
    Command.run(
            List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=Internet",
                "-addext",
                "subjectAltName=DNS:any," + "DNS:" + String.join(",DNS:", hosts),
                "-keyout",
                trust.resolve("key.pem").toString(),
                "-out",
                certificate.toString()))
        .succeeded();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    try (InputStream pem = Files.newInputStream(certificate);
        OutputStream p12 = Files.newOutputStream(trust.resolve("trust.p12"))) {
      store.setCertificateEntry(
          "internet", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      store.store(p12, PASSWORD);
    }
  }

  /** A resource of this package, as text. */
  static String resource(String name) {
    try (InputStream in = PageEnvironment.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
