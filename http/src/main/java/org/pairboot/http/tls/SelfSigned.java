package org.pairboot.http.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.pairboot.artifacts.content.DirectoryOwner;

/** Makes self-signed certificates, for clients to pin. */
final class SelfSigned {
  /** All firmware with HTTPS supports RSA; many builds of iPXE lack elliptic curves. */
  private static final String KEY_ALGORITHM = "RSA";

  private static final int KEY_BITS = 2048;

  /** Long, because after each renewal all clients that pinned the old certificate must change. */
  private static final Duration VALIDITY = Duration.ofDays(3650);

  /** The clock of a machine without a battery may be late. */
  private static final Duration CLOCK_SLACK = Duration.ofDays(2);

  private SelfSigned() {}

  /**
   * The names under which clients reach this machine.
   *
   * @param names DNS names; the first is the machine's own
   * @param addresses without scope
   */
  record HostNames(List<String> names, List<String> addresses) {
    private static final Pattern DNS_NAME =
        Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    static HostNames ofThisMachine() {
      String own = hostName().toLowerCase(Locale.ROOT);
      List<String> names =
          DNS_NAME.matcher(own).matches() && !own.equals("localhost")
              ? List.of(own, "localhost")
              : List.of("localhost");
      return new HostNames(names, currentAddresses());
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        // The name does not resolve. The message is "NAME: NAME: Name or service not known".
        String message = String.valueOf(e.getMessage());
        return message.substring(0, Math.max(0, message.indexOf(':')));
      }
    }

    private static List<String> currentAddresses() {
      TreeSet<String> addresses = new TreeSet<>(List.of("127.0.0.1", "::1"));
      try {
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .map(InetAddress::getHostAddress)
            .map(text -> text.replaceFirst("%.*", ""))
            .forEach(addresses::add);
      } catch (SocketException e) {
        // The interfaces cannot be listed: only the loopback addresses are in the certificate.
      }
      return List.copyOf(addresses);
    }
  }

  /** Makes a key and a certificate that is valid from {@code now} on. */
  static ServerCertificate create(HostNames host, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(KEY_ALGORITHM);
      generator.initialize(KEY_BITS);
      KeyPair pair = generator.generateKeyPair();
      return new ServerCertificate(pair.getPrivate(), List.of(certify(pair, host, now)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("every Java platform supports RSA and X.509", e);
    }
  }

  private static X509Certificate certify(KeyPair pair, HostNames host, Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    X500Principal name = new X500Principal("CN=" + commonName(host));
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
            Date.from(now.minus(CLOCK_SLACK)),
            Date.from(now.plus(VALIDITY)),
            name,
            pair.getPublic());
    builder
        .addExtension(Extension.subjectAlternativeName, false, alternativeNames(host))
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
        .addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
        .addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256with" + KEY_ALGORITHM)
                    .build(pair.getPrivate())));
  }

  /** At most 64 characters (RFC 5280, appendix A); clients check the alternative names instead. */
  private static String commonName(HostNames host) {
    String name = host.names().getFirst();
    return name.length() <= 64 ? name : "pairboot";
  }

  private static GeneralNames alternativeNames(HostNames host) {
    return new GeneralNames(
        Stream.concat(
                host.names().stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                host.addresses().stream().map(a -> new GeneralName(GeneralName.iPAddress, a)))
            .toArray(GeneralName[]::new));
  }

  /** Writes both as PEM files, each atomically; only the owner can read the key. */
  static void write(ServerCertificate made, Path certificate, Path key) throws IOException {
    DirectoryOwner.makeDirectories(key.getParent());
    DirectoryOwner.makeDirectories(certificate.getParent());
    replace(key, pem(made.key()), "rw-------");
    replace(certificate, pem(made.leaf()), "rw-r--r--");
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static void replace(Path file, String text, String permissions) throws IOException {
    Path staged =
        Files.createTempFile(
            file.getParent(),
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(staged, text);
      Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString(permissions));
      DirectoryOwner.inherit(staged);
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staged);
    }
  }
}
