package org.pairboot.appliance.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans as their files are now. Each time they are asked for, the files are looked at, and read
 * again when one has changed; when the new ones have a mistake the old plans stay, and the log says
 * so once. Thread-safe.
 */
public final class LivePlans implements Supplier<BootPlans> {
  private static final Logger LOG = LoggerFactory.getLogger(LivePlans.class);

  private final BootSettings settings;
  private Map<Path, Stamp> seen;
  private volatile BootPlans current;

  /** What tells that a file has changed, without reading it. */
  private record Stamp(FileTime modified, long size, Object key) {}

  /**
   * Reads the plans.
   *
   * @throws SettingsException with one message for each mistake
   * @throws IOException when a file that exists cannot be read
   */
  public LivePlans(BootSettings settings) throws SettingsException, IOException {
    this.settings = settings;
    // Before they are read, so that a change in between is seen the next time.
    this.seen = stamps();
    this.current = PlanReader.read(settings);
  }

  @Override
  public BootPlans get() {
    try {
      renew();
    } catch (IOException e) {
      LOG.debug("plans cannot be looked at: {}", e.getMessage());
    }
    return current;
  }

  private synchronized void renew() throws IOException {
    Map<Path, Stamp> now = stamps();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      current = PlanReader.read(settings);
      LOG.info("plans read again: {} machines", current.machines().size());
    } catch (SettingsException | IOException e) {
      LOG.error("the plans as they were stay in force: {}", e.getMessage().replace("\n", "; "));
    }
  }

  private Map<Path, Stamp> stamps() throws IOException {
    Map<Path, Stamp> stamps = new HashMap<>();
    for (Path file : PlanReader.files(settings.plans())) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      stamps.put(
          file, new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
    }
    return stamps;
  }
}
