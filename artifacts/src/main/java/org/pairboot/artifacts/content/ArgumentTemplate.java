package org.pairboot.artifacts.content;

import java.util.Optional;

/**
 * Kernel arguments with placeholders for URLs that are known only when a machine asks.
 *
 * @param text one line, with {@value #BASE_URL} in place of the URL of the image version without a
 *     trailing slash, and {@value #ROOTFS_URL} in place of the URL of its root file system
 */
public record ArgumentTemplate(String text) {
  public static final String BASE_URL = "{base_url}";
  public static final String ROOTFS_URL = "{rootfs_url}";

  /** Whether there is a placeholder for any URL. */
  public boolean wantsUrls() {
    return text.contains(BASE_URL) || wantsRootfsUrl();
  }

  /** Whether there is a placeholder for the URL of the root file system. */
  public boolean wantsRootfsUrl() {
    return text.contains(ROOTFS_URL);
  }

  /**
   * The arguments with URLs in place of all placeholders.
   *
   * @param rootfsUrl empty if the image has no root file system of its own
   */
  public String expand(String baseUrl, Optional<String> rootfsUrl) {
    String based = text.replace(BASE_URL, baseUrl);
    return rootfsUrl.map(url -> based.replace(ROOTFS_URL, url)).orElse(based);
  }
}
