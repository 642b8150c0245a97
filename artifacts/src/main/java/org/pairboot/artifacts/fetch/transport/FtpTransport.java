package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.pairboot.artifacts.fetch.transport.RemoteUrl.Credentials;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transports.Timeouts;

/** Fetches files by FTP, passive and binary; as anonymous unless the URL has a user name. */
final class FtpTransport implements Transport {
  private static final Credentials ANONYMOUS = new Credentials("anonymous", "pairboot@");

  private final Timeouts timeouts;

  FtpTransport(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  @Override
  public void fetch(URI file, Resume resume, Receiver receiver) throws TransferException {
    FTPClient ftp = new FTPClient();
    try {
      connect(ftp, file);
      receive(ftp, RemoteUrl.path(file), resume, receiver);
    } catch (IOException e) {
      throw TransferException.of(file, e);
    } finally {
      disconnect(ftp);
    }
  }

  private void connect(FTPClient ftp, URI file) throws IOException {
    ftp.setConnectTimeout(timeouts.connectMillis());
    ftp.setDefaultTimeout(timeouts.readMillis());
    ftp.setDataTimeout(timeouts.read());
    ftp.setControlEncoding(StandardCharsets.UTF_8.name());
    ftp.connect(RemoteUrl.host(file), file.getPort() < 0 ? FTP.DEFAULT_PORT : file.getPort());
    require(FTPReply.isPositiveCompletion(ftp.getReplyCode()), ftp);
    Credentials own = RemoteUrl.credentials(file).orElse(ANONYMOUS);
    require(ftp.login(own.user(), own.password()), ftp);
    ftp.enterLocalPassiveMode();
    require(ftp.setFileType(FTP.BINARY_FILE_TYPE), ftp);
  }

  private static void receive(FTPClient ftp, String path, Resume resume, Receiver receiver)
      throws IOException {
    OptionalLong total = size(ftp, path);
    ftp.setRestartOffset(resume.offset());
    try (InputStream in = ftp.retrieveFileStream(path)) {
      if (in == null) {
        throw resume.offset() > 0 && FTPReply.isNegativePermanent(ftp.getReplyCode())
            ? new TransferException(Kind.STALE_PART, "the server cannot resume a download")
            : refused(ftp);
      }
      Incoming incoming = new Incoming(resume.offset(), total, Optional.empty());
      try (OutputStream out = receiver.begin(incoming)) {
        in.transferTo(out);
      }
    }
    require(ftp.completePendingCommand(), ftp);
  }

  private static OptionalLong size(FTPClient ftp, String path) throws IOException {
    String size = ftp.getSize(path);
    return size != null && size.strip().matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(size.strip()))
        : OptionalLong.empty();
  }

  private static void require(boolean done, FTPClient ftp) throws TransferException {
    if (!done) {
      throw refused(ftp);
    }
  }

  /** RFC 959 section 4.2.1: a 4yz reply is transient, a 5yz reply is permanent. */
  private static TransferException refused(FTPClient ftp) {
    int code = ftp.getReplyCode();
    Kind kind =
        code == FTPReply.FILE_UNAVAILABLE
            ? Kind.ABSENT
            : FTPReply.isNegativePermanent(code) ? Kind.FINAL : Kind.TRANSIENT;
    return new TransferException(kind, "FTP " + ftp.getReplyString());
  }

  private static void disconnect(FTPClient ftp) {
    try {
      if (ftp.isConnected()) {
        ftp.disconnect();
      }
    } catch (IOException e) {
      // The file has arrived, or an earlier exception is already being thrown.
    }
  }
}
