package org.pairboot.it.firmware;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.firmware.image.Extras;
import org.pairboot.it.firmware.image.LiveImage;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.Wire;
import org.pairboot.it.lab.Certificates;

/** How a machine comes by its root file system. */
enum RootfsWay {
  /** {@code initrd=initramfs.img,rootfs.img}. */
  APPENDED("appended", "appended", "rootfs=appended"),

  /** Both as one file. */
  CONCATENATED("concatenated", "concatenated", "rootfs=appended"),

  /** The initramfs fetches it. */
  URL_HTTP("url-http", "rootfs-url", "rootfs=fetched"),

  /** The initramfs fetches it, and trusts one authority alone. */
  URL_HTTPS("url-https", "rootfs-url", "rootfs=fetched") {
    @Override
    Setup setUp(Shelf shelf, Path work) {
      Certificates certificates = Certificates.make(work, Wire.SERVER);
      return new Setup(
          shelf.own(LiveImage.WITH_CURL, Extras.trust(work, certificates.authority())),
          List.of(
              "http.tls.enabled=true",
              "http.tls.certificate=" + certificates.certificate(),
              "http.tls.key=" + certificates.key()),
          HTTPS_URL);
    }
  },

  /** As Fedora CoreOS does: any certificate will do, since the hashes prove the content. */
  URL_SELF_SIGNED("url-self-signed", "rootfs-url", "rootfs=fetched") {
    @Override
    Setup setUp(Shelf shelf, Path work) {
      return new Setup(shelf.own(LiveImage.WITH_CURL), List.of("http.tls.enabled=true"), HTTPS_URL);
    }
  },

  /** initramfs, rootfs and a configuration. */
  THREE_PARTS("three-parts", "appended", "rootfs=appended .* ignition=" + Extras.ignitionDigest()) {
    @Override
    Setup setUp(Shelf shelf, Path work) {
      return new Setup(
          shelf.own(LiveImage.PLAIN, Extras.ignition(work)), List.of(), Optional.empty());
    }
  };

  private static final Optional<String> HTTPS_URL =
      Optional.of("coreos.live.rootfs_url=https://" + Wire.SERVER + "/images/demo/1.0/rootfs.img");

  private final String term;
  private final String method;
  private final String proof;

  RootfsWay(String term, String method, String proof) {
    this.term = term;
    this.method = method;
    this.proof = proof;
  }

  /**
   * What it takes.
   *
   * @param argument one for the kernel
   */
  record Setup(Path dataDir, List<String> settings, Optional<String> argument) {}

  Setup setUp(Shelf shelf, Path work) {
    return new Setup(shelf.with(LiveImage.PLAIN), List.of(), Optional.empty());
  }

  /** In the names of scenarios. */
  String term() {
    return term;
  }

  /** For {@code boot.method}. */
  String method() {
    return method;
  }

  /** A regular expression for what the guest says when it came by it in this way. */
  String proof() {
    return proof;
  }

  boolean needsHttp() {
    return method.equals("rootfs-url");
  }
}
