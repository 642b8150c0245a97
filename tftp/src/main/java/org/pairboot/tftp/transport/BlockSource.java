package org.pairboot.tftp.transport;

import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.tftp.transfer.Blocks;

/** The bytes of a transfer and how they fall into blocks. */
public record BlockSource(ContentReader reader, Blocks blocks) {}
