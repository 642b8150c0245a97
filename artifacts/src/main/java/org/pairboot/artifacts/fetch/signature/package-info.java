/** OpenPGP: keys that may sign, and detached signatures (RFC 9580) that are checked with them. */
package org.pairboot.artifacts.fetch.signature;
