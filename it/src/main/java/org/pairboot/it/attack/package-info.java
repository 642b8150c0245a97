/**
 * The campaign behind {@code it/attack}: what hostile networks can do to a server, each attack with
 * the bound that it must not exceed, between two networks that exist only for the run.
 */
package org.pairboot.it.attack;
