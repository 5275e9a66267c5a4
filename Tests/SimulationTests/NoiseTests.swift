import Conversations
import Evaluation
import Simulation
import Testing

@Suite struct NoiseTests {
    @Test(arguments: [
        (Noise.nomarks, "dang ky tam tru khong"), (.telex, "ddawng kys tamj trus khoong"),
        (.vni, "d9a8ng ky1 tam5 tru1 kho6ng"), (.teencode, "đk tạm trú ko"), (.upper, "ĐĂNG KÝ TẠM TRÚ KHÔNG"),
    ])
    func `a noise spoils a text as people do`(noise: Noise, spoiled: String) {
        #expect(noise.spoiled("đăng ký tạm trú không", seed: 1) == spoiled)
    }

    @Test(arguments: [Noise.typo, .glued])
    func `random noise is the same for the same seed`(noise: Noise) {
        let text = "làm giấy khai sinh cho con cần những giấy tờ gì"
        #expect(noise.spoiled(text, seed: 7) == noise.spoiled(text, seed: 7))
        #expect((1...5).contains { noise.spoiled(text, seed: $0) != text })
    }

    @Test func `gluing takes only spaces away`() {
        let text = "làm giấy khai sinh"
        #expect(Noise.glued.spoiled(text, seed: 3).filter { $0 != " " } == text.filter { $0 != " " })
    }
}
