// Pictures of a film there and back.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import java.util.List;
import java.nio.ByteBuffer;
import org.jcodec.codecs.h264.H264Decoder;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.common.model.ColorSpace;
import org.jcodec.common.model.Picture;

/** JCodec's H.264. */
public final class Jcodec implements Driver {
    private static final int WIDTH = 160;
    private static final int HEIGHT = 112;

    @Override
    public String name() {
        return "jcodec";
    }

    @Override
    public List<String> include() {
        return List.of("org.jcodec.*");
    }

    @Override
    public void run(int round, Results results) {
        H264Encoder encoder = H264Encoder.createH264Encoder();
        H264Decoder decoder = new H264Decoder();
        byte[] noise = Data.bytes(round, WIDTH * HEIGHT);
        for (int k = 0; k < 4; k++) {
            Picture p = Picture.create(WIDTH, HEIGHT, ColorSpace.YUV420J);
            for (int c = 0; c < 3; c++) {
                byte[] plane = p.getPlaneData(c);
                int w = p.getPlaneWidth(c);
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (byte) (100 * Math.sin((i % w + 2 * k) * 0.1 + round) * Math.cos(i / w * 0.07) + noise[i] / 9);
                }
            }
            ByteBuffer out = ByteBuffer.allocate(WIDTH * HEIGHT * 4);
            ByteBuffer frame = encoder.encodeFrame(p, out).getData();
            results.add(frame.remaining());
            Picture q = Picture.create(WIDTH, HEIGHT, ColorSpace.YUV420J);
            Picture d = decoder.decodeFrame(frame, q.getData());
            for (int c = 0; c < 3; c++) {
                results.add(d.getPlaneData(c));
            }
        }
    }
}
