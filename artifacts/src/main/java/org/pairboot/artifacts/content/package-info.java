/**
 * Anything that can be served: bytes of a known length and digest, readable at any position.
 *
 * <p>Both protocols consume {@link org.pairboot.artifacts.content.Content} and nothing else, so a
 * blob, a slice of one, a concatenation and generated text look the same to them.
 */
package org.pairboot.artifacts.content;
