/** Boots kernels with initrds straight from files: the kernel itself is the judge, no firmware. */
package org.pairboot.it.kernel;
