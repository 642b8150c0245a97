package org.pairboot.artifacts.store.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;

class ImageVersionTest {
  private static final Part KERNEL = part(PartName.KERNEL, "kernel");
  private static final Part INITRAMFS = part(PartName.INITRAMFS, "initramfs");
  private static final Part ROOTFS = part(PartName.ROOTFS, "rootfs");
  private static final Part EXTRA = part(PartName.extra("ignition.img"), "ignition");

  @Test
  void findsPartsByRoleAndFileName() {
    ImageVersion image = image(List.of(KERNEL, INITRAMFS, ROOTFS, EXTRA), "");
    assertThat(image.kernel()).isSameAs(KERNEL);
    assertThat(image.initramfs()).containsSame(INITRAMFS);
    assertThat(image.rootfs()).contains(ROOTFS);
    assertThat(image.initrds()).containsExactly(INITRAMFS, ROOTFS, EXTRA);
    assertThat(image.file("ignition.img")).containsSame(EXTRA.content());
    assertThat(image.file("live.img")).isPresent();
    assertThat(image.file("vmlinuz")).isEmpty();
  }

  @Test
  void servesPayloadsButNotAsInitrds() {
    Part payload = part(PartName.payload("live/filesystem.squashfs"), "squashfs");
    ImageVersion image = image(List.of(KERNEL, INITRAMFS, EXTRA, payload), "");
    assertThat(image.initrds()).containsExactly(INITRAMFS, EXTRA);
    assertThat(image.payloads()).containsExactly(payload);
    assertThat(image.file("live/filesystem.squashfs")).containsSame(payload.content());
    refuse(List.of(KERNEL, INITRAMFS, payload, EXTRA), "the parts must be in the order kernel");
    refuse(List.of(KERNEL, INITRAMFS, ROOTFS, payload), "an image has its root file system as");
  }

  @Test
  void aKernelMayNeedNoInitramfs() {
    ImageVersion image = image(List.of(KERNEL), "");
    assertThat(image.initramfs()).isEmpty();
    assertThat(image.initrds()).isEmpty();
    assertThat(image.rootfs()).isEmpty();
    assertThat(image.fat()).isEmpty();
    assertThat(image.file("live.img")).isEmpty();
    assertThat(image(List.of(KERNEL, EXTRA), "").initrds()).containsExactly(EXTRA);
    Part payload = part(PartName.payload("live/filesystem.squashfs"), "squashfs");
    refuse(List.of(KERNEL, payload), "an image without an initramfs has no root file system");
  }

  @Test
  void requiresACompleteChainInOrder() {
    refuse(List.of(INITRAMFS), "an image has exactly one kernel");
    refuse(List.of(KERNEL, ROOTFS), "an image without an initramfs has no root file system");
    refuse(List.of(KERNEL, INITRAMFS, INITRAMFS), "an image has at most one initramfs");
    refuse(List.of(KERNEL, INITRAMFS, ROOTFS, ROOTFS), "an image has at most one rootfs");
    refuse(List.of(KERNEL, ROOTFS, INITRAMFS), "the parts must be in the order kernel, initramfs");
    refuse(List.of(KERNEL, INITRAMFS, EXTRA, EXTRA), "two parts are named 'ignition.img'");
    Part upper = part(PartName.extra("IGNITION.img"), "x");
    refuse(List.of(KERNEL, INITRAMFS, EXTRA, upper), "two parts are named 'IGNITION.img'");
  }

  @Test
  void requiresOneLineOfKernelArguments() {
    assertThatThrownBy(() -> image(List.of(KERNEL, INITRAMFS), "quiet\nDEFAULT evil"))
        .hasMessage(
            "kernel arguments: control character U+000A at position 6; expected one line of"
                + " text");
    assertThatThrownBy(() -> image(List.of(KERNEL, INITRAMFS), "x".repeat(4097)))
        .hasMessageContaining("kernel arguments: 4097 characters are too many; at most 4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "12", "123", "1234", "12345"})
  void padsTheLiveImageToFourBytes(String initramfs) throws IOException {
    Content first = BytesContent.of(initramfs);
    Content second = BytesContent.of("rootfs");
    Content live = ImageVersion.joined(first, second);

    int padding = (4 - initramfs.length() % 4) % 4;
    String expected = initramfs + "\0".repeat(padding) + "rootfs";
    assertThat(live.length()).isEqualTo(expected.length());
    assertThat(ContentHash.of(List.of(live), hashed -> {}))
        .isEqualTo(Sha256.of(ByteBuffer.wrap(expected.getBytes())));
  }

  private static void refuse(List<Part> parts, String message) {
    assertThatThrownBy(() -> image(parts, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static ImageVersion image(List<Part> parts, String kernelArguments) {
    return new ImageVersion(
        ImageRef.parse("fcos@1"),
        Optional.of(Instant.EPOCH),
        Optional.empty(),
        Optional.empty(),
        parts,
        kernelArguments,
        new Verification.Unverifiable("no stream-hash"),
        false,
        List.of(),
        Optional.empty());
  }

  private static Part part(PartName name, String text) {
    return new Part(name, BytesContent.of(text));
  }
}
