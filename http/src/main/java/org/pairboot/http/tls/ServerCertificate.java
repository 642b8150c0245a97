package org.pairboot.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A certificate and its private key.
 *
 * @param chain the certificate, then those of its issuers; never empty
 */
record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
  /** A chain of a dozen certificates has some 30 KB. */
  private static final int MAX_BYTES = 1 << 20;

  private static final byte[] PROBE = "pairboot".getBytes(StandardCharsets.US_ASCII);

  ServerCertificate {
    chain = List.copyOf(chain);
  }

  X509Certificate leaf() {
    return chain.getFirst();
  }

  Instant expiry() {
    return leaf().getNotAfter().toInstant();
  }

  /**
   * Reads a certificate and its key from PEM files (RFC 7468), as OpenSSL and ACME clients write
   * them, and checks that they match.
   *
   * @throws IOException when they are unusable; the message names the file and the remedy
   */
  static ServerCertificate read(Path certificate, Path key) throws IOException {
    List<X509Certificate> chain = readChain(certificate);
    PrivateKey privateKey = readKey(key);
    if (!match(chain.getFirst().getPublicKey(), privateKey)) {
      throw new IOException(
          key
              + ": not the key of the first certificate in "
              + certificate
              + ", which must be the server's own, followed by its issuers");
    }
    return new ServerCertificate(privateKey, chain);
  }

  private static List<X509Certificate> readChain(Path file) throws IOException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Object object : objects(file)) {
        if (object instanceof X509CertificateHolder holder) {
          chain.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": invalid certificate: " + e.getMessage(), e);
    }
    if (chain.isEmpty()) {
      throw new IOException(file + ": contains no certificate (-----BEGIN CERTIFICATE-----)");
    }
    return chain;
  }

  private static PrivateKey readKey(Path file) throws IOException {
    JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
    for (Object object : objects(file)) {
      switch (object) {
        case PrivateKeyInfo key -> {
          return converter.getPrivateKey(key);
        }
        case PEMKeyPair pair -> {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        case PEMEncryptedKeyPair pair -> throw encrypted(file);
        case PKCS8EncryptedPrivateKeyInfo key -> throw encrypted(file);
        default -> {
          // The file may also contain curve parameters and certificates.
        }
      }
    }
    throw new IOException(file + ": contains no private key (-----BEGIN PRIVATE KEY-----)");
  }

  private static IOException encrypted(Path file) {
    return new IOException(
        file
            + ": the key has a passphrase; remove it with: openssl"
            + " pkey -in KEY -out NEW-KEY");
  }

  private static List<Object> objects(Path file) throws IOException {
    List<Object> objects = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text(file)))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        objects.add(object);
      }
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new IOException(file + ": not a valid PEM file: " + e.getMessage(), e);
    }
    return objects;
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static boolean match(PublicKey publicKey, PrivateKey privateKey) {
    if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(signatureAlgorithm(publicKey));
      signature.initSign(privateKey);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String signatureAlgorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}
