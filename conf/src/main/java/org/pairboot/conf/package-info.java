/**
 * Settings as typed records.
 *
 * <p>{@code reference.conf} is the only place with the default and the explanation of each key.
 * {@link org.pairboot.conf.SettingsLoader} merges the user's file and the command line over it,
 * checks every value, and reports each mistake with its place and the value that was expected.
 */
package org.pairboot.conf;
