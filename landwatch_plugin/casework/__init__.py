"""What staff do: 接收, 核查, 会审, 组卷, 发函, 月清月核. Button and toolbox both call this room."""
