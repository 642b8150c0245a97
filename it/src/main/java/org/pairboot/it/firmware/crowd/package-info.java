/**
 * Simulated machines beside real ones, as a program of its own since it lives in a network of its
 * own.
 */
package org.pairboot.it.firmware.crowd;
