package org.pairboot.it.attack;

/**
 * One line of the campaign's table.
 *
 * @param load what was sent
 * @param result what it caused
 * @param bound what it may cause at most
 */
record Finding(String attack, String load, String result, String bound, boolean holds) {}
