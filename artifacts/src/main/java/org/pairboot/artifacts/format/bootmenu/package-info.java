/**
 * What the boot loaders on a medium would start: the entries of its isolinux.cfg, grub.cfg, {@code
 * loader/entries} and .treeinfo.
 */
package org.pairboot.artifacts.format.bootmenu;
