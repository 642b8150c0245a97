/** OpenPGP: keys that may sign, and detached signatures (RFC 9580) checked with them. */
package org.pairboot.artifacts.fetch.signature;
