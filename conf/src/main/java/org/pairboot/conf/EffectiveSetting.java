package org.pairboot.conf;

/**
 * A setting as it stands after everything was laid over the defaults.
 *
 * @param key without the leading {@code pairboot.}
 * @param value as it could be given to {@code --set}; for "auto", what that came to be
 * @param place where it came from: {@code default}, file and line, or the command-line option;
 *     followed by {@code , auto} where the value was "auto"
 */
public record EffectiveSetting(String key, String value, String place) {}
