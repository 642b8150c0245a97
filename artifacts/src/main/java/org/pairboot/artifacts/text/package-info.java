/**
 * Text for people and programs: what is safe to show, sizes, how many lines a log gets, and the
 * JSON mapper. Knows nothing of images.
 */
package org.pairboot.artifacts.text;
