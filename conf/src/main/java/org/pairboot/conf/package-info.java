/**
 * Settings as typed records.
 *
 * <p>{@code reference.conf} holds every key with its default and its explanation, and is the only
 * place where either stands. {@link org.pairboot.conf.SettingsLoader} lays the user's file and
 * command line over it, checks every value, and reports each mistake with its place and with what
 * is allowed there.
 */
package org.pairboot.conf;
