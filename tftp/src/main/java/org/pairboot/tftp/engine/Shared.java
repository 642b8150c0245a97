package org.pairboot.tftp.engine;

import org.pairboot.artifacts.catalog.ClientLimit;
import java.util.function.LongSupplier;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.event.TransferListener;

/**
 * What all event loops of a server have in common; all of it is thread-safe.
 *
 * @param clock {@link System#nanoTime}, or anything that counts alike
 */
public record Shared(
    TftpSettings settings,
    RequestResolver resolver,
    ClientLimit limits,
    Admission admission,
    TransferListener listener,
    LongSupplier clock) {}
