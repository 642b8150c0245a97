/** Unified kernel images: EFI programs with a kernel, its initramfs and its arguments inside. */
package org.pairboot.artifacts.format.uki;
