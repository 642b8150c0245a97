/** What can be told of a kernel by its first bytes. */
package org.pairboot.artifacts.format.kernel;
