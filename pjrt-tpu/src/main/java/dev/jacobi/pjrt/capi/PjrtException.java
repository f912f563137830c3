package dev.jacobi.pjrt.capi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plugin, or a call of it, failed. The message is a sentence without its full stop; {@link #detail} is the plugin's own text. */
public final class PjrtException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern POSITION = Pattern.compile("(?:^|\\s)-?:(\\d+):(\\d+): (?:error|note): ");
    private static final int MOST_DETAIL = 600;
    private final ErrorCode code;
    private final String detail;

    /** A place in the program's text: line and column from 1. */
    public record Position(int line, int column) {
    }

    public PjrtException(ErrorCode code, String message) {
        this(code, message, "");
    }

    public PjrtException(ErrorCode code, String message, String detail) {
        super(message);
        this.code = code;
        this.detail = detail;
    }

    /** A failure on this side. */
    public static PjrtException because(String message) {
        return new PjrtException(ErrorCode.INTERNAL, message);
    }

    /** An error that the plugin returned from a call. */
    static PjrtException of(String plugin, String doing, ErrorCode code, String detail) {
        String text = detail.strip().replaceAll("\\s*\\n\\s*", "; ");
        String shown = text.length() > MOST_DETAIL ? text.substring(0, MOST_DETAIL) + "..." : text;
        return new PjrtException(code, plugin + " could not " + doing + (shown.isEmpty() ? "" : ": " + shown) + " (" + code + ")", detail);
    }

    public ErrorCode code() {
        return code;
    }

    /** What the plugin said, unchanged; empty when the failure was found on this side. */
    public String detail() {
        return detail;
    }

    /** The same error with an explanation behind it. */
    public PjrtException with(String explanation) {
        return explanation.isEmpty() ? this : new PjrtException(code, getMessage() + "; " + explanation, detail);
    }

    /** Places of the program's text that the plugin's error names. */
    public List<Position> positions() {
        var out = new ArrayList<Position>();
        for (Matcher m = POSITION.matcher(detail); m.find();) {
            out.add(new Position(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
        }
        return out;
    }
}
