package org.pairboot.artifacts.fetch.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.net.tftp.TFTP;
import org.apache.commons.net.tftp.TFTPClient;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transports.Timeouts;

/**
 * Fetches files by plain TFTP (RFC 1350), 512 bytes per round trip, for servers that offer nothing
 * better. Such a transfer cannot be resumed, and the server does not report the file's length.
 */
final class TftpTransport implements Transport {
  /** After this much silence a packet is sent again. */
  private static final Duration RESEND = Duration.ofSeconds(2);

  private static final Pattern ERROR = Pattern.compile("Error code (\\d+) received: (.*)");

  private final Timeouts timeouts;

  TftpTransport(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public void fetch(URI file, Resume resume, Receiver receiver) throws TransferException {
    TFTPClient tftp = new TFTPClient();
    Duration wait = timeouts.read().compareTo(RESEND) < 0 ? timeouts.read() : RESEND;
    tftp.setDefaultTimeout(wait);
    tftp.setMaxTimeouts(Math.toIntExact(Math.max(1, timeouts.read().dividedBy(wait))));
    try (LateOutput out = new LateOutput(receiver, Incoming.UNKNOWN)) {
      tftp.open();
      tftp.receiveFile(
          RemoteUrl.path(file),
          TFTP.BINARY_MODE,
          out,
          RemoteUrl.host(file),
          file.getPort() < 0 ? TFTP.DEFAULT_PORT : file.getPort());
      out.finish();
    } catch (IOException e) {
      throw refusal(e).orElseGet(() -> TransferException.of(file, e));
    } finally {
      tftp.close();
    }
  }

  /** The library reports an ERROR packet only in the text of its exception. */
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

  /** Announces the file with its first byte: only then is it known that the server has it. */
  private static final class LateOutput extends OutputStream {
    private final Receiver receiver;
    private final Incoming incoming;
    private OutputStream begun;

    LateOutput(Receiver receiver, Incoming incoming) {
      this.receiver = receiver;
      this.incoming = incoming;
    }

    @Override
    public void write(int b) throws IOException {
      begun().write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      begun().write(bytes, offset, length);
    }

    /** The file is complete; it may be empty. */
    void finish() throws IOException {
      begun().flush();
    }

    @Override
    public void close() throws IOException {
      if (begun != null) {
        begun.close();
      }
    }

    private OutputStream begun() throws IOException {
      if (begun == null) {
        begun = new BufferedOutputStream(receiver.begin(incoming), 1 << 16);
      }
      return begun;
    }
  }
}
