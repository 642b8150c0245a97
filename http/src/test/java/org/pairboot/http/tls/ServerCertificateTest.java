package org.pairboot.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
  @TempDir private Path directory;
  private Path certificate;
  private Path key;

  @BeforeEach
  void write() throws IOException {
    certificate = directory.resolve("certificate.pem");
    key = directory.resolve("key.pem");
    SelfSigned.write(Certificates.one(), certificate, key);
  }

  @Test
  void readsBothFromOneFile() throws Exception {
    Files.writeString(certificate, Files.readString(key) + Files.readString(certificate));

    assertThat(ServerCertificate.read(certificate, certificate)).isEqualTo(Certificates.one());
  }

  @Test
  void readsTheIssuersAfterTheServersCertificate() throws Exception {
    Files.writeString(certificate, Files.readString(certificate) + pem(Certificates.two().leaf()));

    assertThat(ServerCertificate.read(certificate, key).chain())
        .containsExactly(Certificates.one().leaf(), Certificates.two().leaf());
  }

  @Test
  void readsKeysInBothForms() throws Exception {
    PemObject pkcs8 = new JcaPKCS8Generator(Certificates.one().key(), null).generate();
    Files.writeString(key, "Bag Attributes\n    some text\n" + pem(pkcs8));

    assertThat(Files.readString(key)).contains("BEGIN PRIVATE KEY");
    assertThat(ServerCertificate.read(certificate, key)).isEqualTo(Certificates.one());
  }

  @Test
  void namesTheRemedyForAKeyWithAPassphrase() throws Exception {
    AlgorithmIdentifier any = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2);
    byte[] pkcs8 = new EncryptedPrivateKeyInfo(any, new byte[] {1}).getEncoded();
    for (String encrypted :
        List.of(
            pem(new PemObject("ENCRYPTED PRIVATE KEY", pkcs8)),
            """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF

            AAAA
            -----END RSA PRIVATE KEY-----
            """)) {
      Files.writeString(key, encrypted);

      assertRefused(key + ": the key has a passphrase");
      assertRefused("openssl pkey");
    }
  }

  @Test
  void rejectsTheKeyOfAnotherCertificate() throws Exception {
    Files.writeString(key, pem(Certificates.two().key()));

    assertRefused(key + ": not the key of the first certificate in " + certificate);
  }

  @Test
  void rejectsFilesWithoutCertificateOrKey() throws Exception {
    Files.writeString(certificate, pem(Certificates.one().key()));
    assertRefused(certificate + ": contains no certificate");
    write();
    Files.writeString(key, pem(Certificates.one().leaf()));
    assertRefused(key + ": contains no private key");
    Files.writeString(key, "");
    assertRefused(key + ": contains no private key");
  }

  @Test
  void rejectsBrokenFiles() throws Exception {
    String text = Files.readString(certificate);
    for (String broken :
        new String[] {
          text.substring(0, text.length() / 2),
          text.replaceFirst("\nMII", "\nAAA"),
          text.replaceFirst("MII", "!!!"),
          "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
          "x".repeat(2 << 20),
        }) {
      Files.writeString(certificate, broken);
      assertRefused(certificate.toString());
    }
  }

  @Test
  void rejectsMissingFiles() throws Exception {
    Files.delete(key);
    assertThatThrownBy(() -> ServerCertificate.read(certificate, key))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(key.toString());
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> ServerCertificate.read(certificate, key))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
