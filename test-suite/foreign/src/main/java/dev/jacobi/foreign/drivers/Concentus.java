// Sound there and back by the Opus codec.
package dev.jacobi.foreign.drivers;

import dev.jacobi.foreign.Data;
import dev.jacobi.foreign.Driver;
import dev.jacobi.foreign.Results;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.List;

/** Concentus: Opus in plain Java, by integers. */
public final class Concentus implements Driver {
    private static final int RATE = 48000;
    private static final int FRAME = 960;
    private static final int FRAMES = 25;

    @Override
    public String name() {
        return "concentus";
    }

    @Override
    public List<String> include() {
        return List.of("io.github.jaredmdobson.concentus.*");
    }

    @Override
    public void run(int round, Results results) throws OpusException {
        boolean speech = round % 2 == 0;
        var encoder = new OpusEncoder(RATE, 2, speech ? OpusApplication.OPUS_APPLICATION_VOIP : OpusApplication.OPUS_APPLICATION_AUDIO);
        encoder.setBitrate(speech ? 20000 : 96000);
        encoder.setComplexity(5 + round % 6);
        var decoder = new OpusDecoder(RATE, 2);
        double[] noise = Data.doubles(round, FRAME * 2 * FRAMES);
        short[] sound = new short[noise.length];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short) (9000 * Math.sin(i / 2 * (0.02 + 0.001 * (round % 7))) + 4000 * Math.sin(i * 0.3) * Math.cos(i * 1e-4) + 1500 * noise[i]);
        }
        byte[] packet = new byte[1500];
        short[] heard = new short[FRAME * 2];
        for (int k = 0; k < FRAMES; k++) {
            int length = encoder.encode(sound, k * 2 * FRAME, FRAME, packet, 0, packet.length);
            results.add(length);
            int got = decoder.decode(packet, 0, length, heard, 0, FRAME, false);
            results.add(got);
            for (short s : heard) {
                results.add(s);
            }
        }
    }
}
