import PublicServices

/// What villagers call the procedures of the catalogue, in their own words.
enum PersonaMatters {
    /// How people say that they have a procedure to do: words that stand where "làm việc này" would.
    static let phrases: [(code: ProcedureCode, phrases: [String])] =
        (civilStatus + residence + certificates + land + welfare + police).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "|").map(String.init)
            guard parts.count > 1 else { return nil }
            return (ProcedureCode(rawValue: parts[0]), Array(parts.dropFirst()))
        }

    private static let civilStatus = """
        1.001193|làm giấy khai sinh cho cháu mới đẻ|đi khai sinh cho con|làm khai sinh cho đứa nhỏ
        1.004884|đăng ký lại khai sinh vì sổ cũ mất hết|làm lại khai sinh cho người già, sổ gốc không còn
        1.000656|báo tử cho ông cụ nhà tôi|làm giấy khai tử cho mẹ tôi|khai tử cho người nhà
        1.000894|đăng ký kết hôn|hai đứa đi đăng ký kết hôn|làm giấy kết hôn
        1.004873|xin giấy xác nhận độc thân|làm giấy chứng nhận chưa vợ chưa chồng|xin xác nhận tình trạng hôn nhân
        2.000635|xin bản sao khai sinh|xin trích lục khai sinh|lấy bản sao trích lục kết hôn
        1.004859|sửa họ tên bị sai trong khai sinh|cải chính ngày sinh ghi nhầm|đổi chữ lót trong giấy khai sinh
        1.001022|nhận con ngoài giá thú|làm thủ tục nhận cha cho cháu
        1.004837|đăng ký giám hộ cho cháu mồ côi|làm người giám hộ cho cháu

        """
    private static let residence = """
        1.004222|nhập khẩu cho vợ về nhà chồng|đăng ký thường trú|nhập hộ khẩu về nhà mới
        1.004194|đăng ký tạm trú|khai tạm trú cho người thuê trọ|làm tạm trú chỗ ở trọ
        1.002755|gia hạn tạm trú|xin thêm hạn tạm trú sắp hết
        1.003677|khai báo tạm vắng|báo tạm vắng đi làm xa
        2.001159|báo lưu trú cho khách ngủ lại|khai báo lưu trú cho người bà con lên chơi
        1.010041|xin giấy xác nhận cư trú|xin mẫu ct07
        1.010038|tách hộ ra ở riêng|tách khẩu khỏi nhà bố mẹ
        1.003197|xóa đăng ký thường trú|xóa hộ khẩu ở đây

        """
    private static let certificates = """
        2.000815|chứng thực bản sao bằng cấp 3|sao y giấy tờ|công chứng bản photo căn cước
        2.000884|chứng thực chữ ký|xin xác nhận chữ ký trên giấy ủy quyền
        2.001035|chứng thực hợp đồng mua bán đất|chứng thực hợp đồng tặng cho đất
        2.001019|chứng thực di chúc|làm di chúc có xã chứng thực

        """
    private static let land = """
        1.013978|làm sổ đỏ lần đầu|xin cấp sổ đỏ cho đất ông bà để lại chưa có sổ
        1.012783|đổi sổ đỏ cũ sang sổ mới|cấp đổi sổ đỏ bị rách
        1.012786|làm lại sổ đỏ bị mất|xin cấp lại sổ đỏ mất
        1.013831|sang tên sổ đỏ cho con|chuyển nhượng đất|sang tên đất mới mua
        1.012784|tách thửa đất cho con|tách thửa
        1.012812|nhờ xã hòa giải tranh chấp đất|hòa giải đất đai với hàng xóm
        1.013949|chuyển đất rẫy lên đất thổ cư|chuyển mục đích sử dụng đất
        1.013225|xin phép xây nhà|xin giấy phép xây dựng nhà mới
        1.013229|xin phép sửa nhà|xin giấy phép sửa chữa cải tạo nhà
        1.001662|đăng ký giếng khoan

        """
    private static let welfare = """
        1.001776|xin trợ cấp xã hội hằng tháng|làm hồ sơ trợ cấp bảo trợ xã hội
        1.014027|xin trợ cấp hưu trí xã hội cho mẹ 76 tuổi|làm chế độ hưu trí xã hội cho người già
        1.001699|xin giấy xác nhận khuyết tật|làm giấy khuyết tật cho con
        1.011606|xin vào hộ nghèo|xét hộ nghèo
        1.014028|xin tiền mai táng cho cụ đang hưởng hưu trí xã hội
        1.002759|làm lại thẻ bảo hiểm y tế bị mất|xin cấp lại thẻ bhyt
        none-family-health-insurance|mua bảo hiểm y tế hộ gia đình|mua bhyt cho cả nhà
        1.002179|đóng bảo hiểm xã hội tự nguyện|tham gia bhxh tự nguyện
        1.010803|xin trợ cấp thờ cúng liệt sĩ
        2.002770|xin gạo hỗ trợ học sinh bán trú|làm hồ sơ hỗ trợ học sinh bán trú
        2.002854|chuyển trường cấp 2 cho con
        none-tuition-support|xin miễn giảm học phí cho con

        """
    private static let police = """
        none-id-card|làm căn cước|đổi thẻ căn cước hết hạn|làm thẻ căn cước gắn chíp
        none-id-card-reissue|làm lại căn cước bị mất|cấp lại thẻ căn cước, tôi làm rơi mất
        none-id-card-under-14|làm căn cước cho con 8 tuổi|làm thẻ căn cước cho trẻ dưới 14 tuổi
        3.000228|đăng ký định danh mức 2|làm vneid mức 2
        1.013133|đăng ký nghĩa vụ quân sự lần đầu|cho con trai 17 tuổi đăng ký nghĩa vụ quân sự
        1.013134|chuyển đăng ký nghĩa vụ quân sự đi nơi khác
        1.013076|sang tên xe máy|sang tên đổi chủ xe
        1.013080|làm lại cà vẹt xe bị mất|cấp lại biển số xe bị mất
        3.000347|đổi bằng lái xe|đổi giấy phép lái xe sắp hết hạn
        3.000348|làm lại bằng lái xe bị mất
        3.000333|làm lý lịch tư pháp|xin phiếu lý lịch tư pháp đi xin việc
        1.012680|làm giấy thông hành qua Lào
        1.001612|đăng ký hộ kinh doanh|mở tiệm tạp hóa phải đăng ký kinh doanh|làm giấy phép kinh doanh quán cà phê
        2.000720|đổi địa chỉ trên giấy hộ kinh doanh|thay đổi nội dung đăng ký hộ kinh doanh
        1.001570|tạm ngừng kinh doanh quán
        1.001266|đóng cửa hẳn, trả giấy hộ kinh doanh|chấm dứt hộ kinh doanh

        """
}
