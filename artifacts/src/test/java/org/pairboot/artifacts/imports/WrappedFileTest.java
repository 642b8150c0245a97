package org.pairboot.artifacts.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.artifacts.fetch.download.Source.InvalidSourceException;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor;
import org.pairboot.artifacts.format.initramfs.InitramfsWalker;
import org.pairboot.artifacts.format.initramfs.Member;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.imports.ImageImporter.ImportException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.testimages.Bytes;

class WrappedFileTest extends ImportTest {
  @Test
  void putsAFileIntoAnInitrdUnderItsPath() throws Exception {
    byte[] iso = Bytes.random(100_003, 5);
    Path file = imports.file("installer.iso", iso);

    ImageVersion image =
        imports.run(wrapping(WrappedFile.parse(file + "=/cdrom/deep/proxmox.iso"))).image();

    Part wrapped = image.parts().getLast();
    assertThat(wrapped.fileName()).isEqualTo("proxmox.iso.img");
    assertThat(image.initrds()).contains(wrapped);
    assertThat(wrapped.content().length() % 4).isZero();
    assertThat(image.notes()).noneMatch(note -> note.contains("proxmox.iso"));
    Map<String, byte[]> unpacked = unpack(TestImports.bytes(wrapped.content()));
    assertThat(unpacked.keySet()).containsExactly("cdrom", "cdrom/deep", "cdrom/deep/proxmox.iso");
    assertThat(unpacked.get("cdrom/deep/proxmox.iso")).isEqualTo(iso);
  }

  @Test
  void makesTheSameArchiveOfTheSameFile() throws Exception {
    Path file = imports.file("a.iso", Bytes.random(1000, 6));
    ImportRequest request = wrapping(WrappedFile.parse(file + "=/a.iso"));
    imports.run(request);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));

    assertThat(imports.run(request).isNew()).isFalse();
  }

  @Test
  void refusesTwoFilesThatWouldBeOneInitrd() throws Exception {
    Path file = imports.file("a.iso", Bytes.random(10, 7));

    imports.assertRefused(
        () ->
            imports.run(
                wrapping(WrappedFile.parse(file + "=/x"), WrappedFile.parse(file + "=/y/x"))),
        ImportException.class,
        "two initrds are named x.img");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.iso", "=/a", "a.iso=a", "a.iso=/", "a=/../b", "a=/b//c", "a=/b/", "a=/b c"})
  void refusesWhatIsNoPathInAnInitramfs(String text) {
    assertThatThrownBy(() -> WrappedFile.parse(text))
        .isInstanceOf(InvalidSourceException.class)
        .hasMessageContaining("expected FILE=/PATH, such as proxmox.iso=/proxmox.iso");
  }

  private ImportRequest wrapping(WrappedFile... files) throws IOException {
    ImportRequest plain =
        imports.request(TODAY.initramfs(), Optional.of(TODAY.rootfs()), Optional.of("1"));
    return new ImportRequest(
        plain.name(),
        plain.version(),
        plain.source(),
        plain.extras(),
        List.of(files),
        plain.kernelArguments(),
        plain.architecture(),
        plain.allowUnverified(),
        plain.allowUnknownKernel(),
        plain.unpackLimit(),
        plain.keepFat(),
        plain.channels(),
        plain.listed());
  }

  private Map<String, byte[]> unpack(byte[] archive) throws IOException {
    Map<String, byte[]> unpacked = new LinkedHashMap<>();
    InitramfsWalker.walk(
        ImageFile.of(imports.file("wrapped", archive)),
        new InitramfsVisitor() {
          @Override
          public void entry(Member.Start member, NewcEntry entry, InputStream data)
              throws IOException {
            unpacked.put(entry.path(), data.readAllBytes());
          }
        },
        done -> {});
    return unpacked;
  }
}
