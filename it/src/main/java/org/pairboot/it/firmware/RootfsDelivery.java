package org.pairboot.it.firmware;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.Extras;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.machine.LabNetwork;
import org.pairboot.it.lab.Certificates;

/** How a machine receives its root file system. */
enum RootfsDelivery {
  /** {@code initrd=initramfs.img,rootfs.img}. */
  APPENDED("appended", "appended", "rootfs=appended"),

  /** initramfs and rootfs as one file. */
  CONCATENATED("concatenated", "concatenated", "rootfs=appended"),

  /** The initramfs fetches it over HTTP. */
  URL_HTTP("url-http", "rootfs-url", "rootfs=fetched"),

  /** The initramfs fetches it over HTTPS and trusts only one authority. */
  URL_HTTPS("url-https", "rootfs-url", "rootfs=fetched") {
    @Override
    Setup setUp(DataDirectories images, Path work) {
      Certificates certificates = Certificates.make(work, LabNetwork.SERVER);
      return new Setup(
          images.exclusive(GeneratedImage.WITH_CURL, Extras.trust(work, certificates.authority())),
          List.of(
              "http.tls.enabled=true",
              "http.tls.certificate=" + certificates.certificate(),
              "http.tls.key=" + certificates.key()),
          HTTPS_URL);
    }
  },

  /** As Fedora CoreOS does: it accepts any certificate, because hashes prove the content. */
  URL_SELF_SIGNED("url-self-signed", "rootfs-url", "rootfs=fetched") {
    @Override
    Setup setUp(DataDirectories images, Path work) {
      return new Setup(
          images.exclusive(GeneratedImage.WITH_CURL), List.of("http.tls.enabled=true"), HTTPS_URL);
    }
  },

  /** initramfs, rootfs and an Ignition config. */
  THREE_PARTS("three-parts", "appended", "rootfs=appended .* ignition=" + Extras.ignitionDigest()) {
    @Override
    Setup setUp(DataDirectories images, Path work) {
      return new Setup(
          images.exclusive(GeneratedImage.PLAIN, Extras.ignition(work)),
          List.of(),
          Optional.empty());
    }
  };

  private static final Optional<String> HTTPS_URL =
      Optional.of(
          "coreos.live.rootfs_url=https://" + LabNetwork.SERVER + "/images/demo/1.0/rootfs.img");

  private final String term;
  private final String method;
  private final String proof;

  RootfsDelivery(String term, String method, String proof) {
    this.term = term;
    this.method = method;
    this.proof = proof;
  }

  /**
   * What the server needs.
   *
   * @param argument a kernel argument
   */
  record Setup(Path dataDir, List<String> settings, Optional<String> argument) {}

  Setup setUp(DataDirectories images, Path work) {
    return new Setup(images.shared(GeneratedImage.PLAIN), List.of(), Optional.empty());
  }

  /** Part of scenario names. */
  String term() {
    return term;
  }

  /** The value of {@code boot.method}. */
  String method() {
    return method;
  }

  /** A regular expression for what the guest prints after this kind of delivery. */
  String proof() {
    return proof;
  }

  boolean needsHttp() {
    return method.equals("rootfs-url");
  }
}
