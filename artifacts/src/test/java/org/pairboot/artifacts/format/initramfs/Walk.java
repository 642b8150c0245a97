package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pairboot.artifacts.format.cpio.NewcEntry;
import org.pairboot.artifacts.format.initramfs.InitramfsVisitor.Finding;
import org.pairboot.artifacts.format.input.ImageFile;

/** Records everything that a walk finds. */
public final class Walk implements InitramfsVisitor {
  public final List<Member> members = new ArrayList<>();
  public final List<Finding> findings = new ArrayList<>();
  public final List<NewcEntry> entries = new ArrayList<>();
  public long length;
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  /** Walks all of {@code file}. */
  public static Walk of(ImageFile file) throws IOException {
    Walk walk = new Walk();
    walk.length = file.length();
    InitramfsWalker.walk(file, walk, done -> {});
    return walk;
  }

  /** The files that the guest has afterwards: later entries win. */
  public Map<String, byte[]> contents() {
    return contents;
  }

  @Override
  public void entry(Member.Start member, NewcEntry entry, InputStream data) throws IOException {
    entries.add(entry);
    contents.put(entry.path(), data.readAllBytes());
  }

  @Override
  public void leave(Member member) {
    members.add(member);
  }

  @Override
  public void finding(Finding finding) {
    findings.add(finding);
  }
}
