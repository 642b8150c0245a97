package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.net.tftp.TFTP;
import org.apache.commons.net.tftp.TFTPClient;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/**
 * Fetches files by TFTP as RFC 1350 has it, 512 bytes a round trip: for what nothing better serves.
 * Such a transfer cannot be continued, and nobody tells how long the file is.
 */
record TftpTransport(Timeouts timeouts) implements Transport {
  private static final Duration RESEND = Duration.ofSeconds(2);
  private static final Pattern ERROR = Pattern.compile("Error code (\\d+) received: (.*)");

  @Override
  public void fetch(URI file, Resume resume, Receiver receiver) throws TransferException {
    TFTPClient tftp = new TFTPClient();
    Duration wait = timeouts.read().compareTo(RESEND) < 0 ? timeouts.read() : RESEND;
    tftp.setDefaultTimeout(wait);
    tftp.setMaxTimeouts(Math.toIntExact(Math.max(1, timeouts.read().dividedBy(wait))));
    try (LateOutput out = new LateOutput(receiver, Incoming.UNKNOWN)) {
      tftp.open();
      tftp.receiveFile(
          RemotePath.of(file),
          TFTP.BINARY_MODE,
          out,
          RemotePath.host(file),
          file.getPort() < 0 ? TFTP.DEFAULT_PORT : file.getPort());
      out.finish();
    } catch (IOException e) {
      throw refusal(e).orElseGet(() -> NetworkFailures.of(file, e));
    } finally {
      tftp.close();
    }
  }

  /** The library tells an ERROR packet by a text alone. */
  private static Optional<TransferException> refusal(IOException failure) {
    Matcher error = ERROR.matcher(String.valueOf(failure.getMessage()));
    if (failure instanceof TransferException || !error.lookingAt()) {
      return Optional.empty();
    }
    // RFC 1350 appendix I: 1, file not found.
    Kind kind = error.group(1).equals("1") ? Kind.ABSENT : Kind.FINAL;
    String message = "TFTP error " + error.group(1) + ": " + error.group(2);
    return Optional.of(new TransferException(kind, message, failure));
  }
}
