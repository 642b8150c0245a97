package org.pairboot.conf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Settings, and where they came from.
 *
 * @param file the settings file that was read, if any
 * @param effective every key in the order of its name
 */
public record LoadedSettings(
    Settings settings, Optional<Path> file, List<EffectiveSetting> effective) {}
