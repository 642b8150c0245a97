/**
 * Inspects a file that is meant to be booted: what it is, how it is composed, which boot methods
 * work with it, and how much memory and TFTP traffic they need.
 */
package org.pairboot.artifacts.format.inspect;
