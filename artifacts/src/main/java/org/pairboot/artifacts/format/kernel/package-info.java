/** Recognizes kernels and their architecture by the first bytes of a file. */
package org.pairboot.artifacts.format.kernel;
