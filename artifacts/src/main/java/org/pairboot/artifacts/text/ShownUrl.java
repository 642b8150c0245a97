package org.pairboot.artifacts.text;

import java.util.regex.Pattern;

/** URLs in messages and logs, where nobody must find what gives access to a file. */
public final class ShownUrl {
  /** Up to the last {@code @} before the path; a slash may be missing in what people type. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=:/{1,2})[^/?#]*@");

  /** The tokens and signatures of object stores are in the query. */
  private static final Pattern QUERY = Pattern.compile("\\?.*", Pattern.DOTALL);

  private ShownUrl() {}

  /** {@code url}, which need not be valid, without its user name, password and query. */
  public static String of(String url) {
    String withoutUser = USER_INFO.matcher(url).replaceFirst("");
    return PrintableText.of(QUERY.matcher(withoutUser).replaceFirst("?..."));
  }
}
