package org.pairboot.artifacts.text;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** URLs in messages and logs, where nobody must find what gives access to a file. */
public final class ShownUrl {
  /** In what is no URL, a password may have signs that should have been escaped. */
  private static final Pattern ANY_USER = Pattern.compile("(?<=:/{1,2})[^\\s/]\\S*@");

  /** The tokens and signatures of object stores are in the query. */
  private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);

  private ShownUrl() {}

  /** {@code url}, which need not be valid, without its user name, password, query and fragment. */
  public static String of(String url) {
    return PrintableText.of(QUERY.matcher(withoutUser(url)).replaceFirst("?..."));
  }

  private static String withoutUser(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null) {
        String user = uri.getRawUserInfo();
        return user == null ? url : url.replaceFirst(Pattern.quote(user + "@"), "");
      }
    } catch (URISyntaxException e) {
      // Cut off what looks like a user.
    }
    return ANY_USER.matcher(url).replaceFirst("");
  }
}
