package org.pairboot.it.firmware.wire;

/** One HTTP request. It changes until it is answered, guarded by its {@link Traffic}. */
final class CapturedHttpRequest {
  private final String method;
  private final String target;
  private final String version;

  /** The status of the response, 0 until it arrives. */
  private int status;

  private long bytes;

  CapturedHttpRequest(String method, String target, String version) {
    this.method = method;
    this.target = target;
    this.version = version;
  }

  /** The target as the client sent it, with a leading slash. */
  public String target() {
    return target;
  }

  /** Bytes of the response on the wire, including headers and retransmissions. */
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
