package org.pairboot.it.firmware.wire;

/** One request by HTTP. Changes while it is under way, guarded by its {@link Traffic}. */
final class HttpRead {
  private final String method;
  private final String target;
  private final String version;

  /** Of the response, or 0 before there is one. */
  private int status;

  private long bytes;

  HttpRead(String method, String target, String version) {
    this.method = method;
    this.target = target;
    this.version = version;
  }

  /** As the client wrote it, with the slash in front. */
  public String target() {
    return target;
  }

  /** On the wire, with the head, and with what was sent twice. */
  public long bytes() {
    return bytes;
  }

  void onBytes(int more) {
    bytes += more;
  }

  void onStatus(int code) {
    status = code;
  }

  @Override
  public String toString() {
    return version + " " + method + " " + target + ": " + status + ", " + bytes + " bytes";
  }
}
